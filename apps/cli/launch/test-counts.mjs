/**
 * Counts of a vitest report. A file that failed without a failed test broke before its first one, or behind its last:
 * it counts as one.
 */
export function countVitest({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const count = (...states) => tests.filter((test) => states.includes(test.status)).length;
  return {
    passed: count('passed'),
    failed: count('failed') + brokenFiles.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
}
