/** What no answer may hold: stack traces, statements, and where code lies. */
export const LEAK =
  /\bat \w[\w.]* \(|\.[cm]?[jt]s:\d|node_modules|\/src\/|\/dist\/|\bSELECT\b|\bINSERT\b|\bUPDATE \w+ SET\b|\bconstraint\b|\brelation "/;
