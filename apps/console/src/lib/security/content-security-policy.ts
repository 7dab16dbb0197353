/**
 * The Content-Security-Policy of one answer.
 *
 * Scripts run only with the nonce (or when loaded by one that has it). Style sheets need it too; style *attributes* are
 * allowed, because Mantine hands its measures over in them, and they can run nothing.
 */
export function contentSecurityPolicy(nonce: string, environment: string | undefined): string {
  // React's development build explains errors by way of eval; the production build has none.
  const forDevelopment = environment === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${forDevelopment}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
