import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What counts as one place of the network: an IPv4 address, or the /64 of an IPv6 address, of which one household has all
 * (RFC 6177). What is neither counts as it is.
 */
export function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left, right] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const missing = right ? 8 - (left?.length ?? 0) - right.length : 0;
  const groups = [...(left ?? []), ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}
