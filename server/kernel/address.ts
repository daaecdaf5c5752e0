/** Which far ends may be called at all. */
export interface AddressRules {
  /** `api.example.com`, or `*.example.com` for every name below it. Lower case. */
  allowedHosts: readonly string[];
  /** http and https to this machine, for sandboxes. */
  allowLoopback: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

export const isAllowedHost = (hostname: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) && hostname.length > pattern.length - 1 : hostname === pattern));

/** What is wrong with an address of a far end, in words; null when it may be called. */
export function addressProblem(address: string, rules: AddressRules): string | null {
  const url = URL.parse(address);
  if (url === null) return 'it is not an address';
  if (url.username !== '' || url.password !== '') return 'it carries a user name or password';
  if (url.hash !== '') return 'it carries a fragment';
  if (isLoopback(url.hostname)) {
    if (!rules.allowLoopback) return 'this machine\'s own addresses are not allowed';
    return url.protocol === 'http:' || url.protocol === 'https:' ? null : 'it is not http or https';
  }
  if (url.protocol !== 'https:') return 'it is not https';
  return isAllowedHost(url.hostname, rules.allowedHosts) ? null : 'its host is not on the list of allowed hosts';
}
