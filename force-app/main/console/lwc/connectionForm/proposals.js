const BUSINESS_CENTRAL_SCOPE = 'https://api.businesscentral.dynamics.com/.default';

const originOf = (address) => /^https?:\/\/[^/?#]+/i.exec(address)?.[0] ?? '';

/** Where Microsoft Entra hands out tokens for a tenant; a whole address stays as it is. */
export function tokenUrlOf(text = '') {
    const tenant = text.trim();
    return tenant === '' || tenant.includes('://') ? tenant : `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
}

/** What an app registration asks for by default; empty as long as the environment's address is none. */
export function scopeOf(erp, baseUrl = '') {
    if (erp === 'business-central') {
        return BUSINESS_CENTRAL_SCOPE;
    }
    const origin = originOf(baseUrl.trim());
    return origin && `${origin}/.default`;
}
