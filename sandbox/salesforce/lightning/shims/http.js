/** Sends to the page server, which adds the user's token. Resolves to { ok, status, statusText, body }; body is null when empty. */
export async function send(method, path, content) {
    let answer;
    try {
        answer = await fetch(path, {
            method,
            ...(content === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }),
        });
    } catch {
        return { ok: false, status: 400, statusText: 'Bad Request', body: { message: 'Disconnected or Canceled' } };
    }
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, statusText: answer.statusText, body: parse(text) };
}

function parse(text) {
    if (!text) return null;
    try { return JSON.parse(text); } catch { return { message: text }; }
}

/** What a component catches: the platform's FetchResponse. */
export function toFailure({ status, statusText, body }, shape = (b) => b) {
    return { ok: false, status, statusText, errorType: 'fetchResponse', headers: {}, body: shape(body) };
}

export function freeze(value) {
    if (value && typeof value === 'object' && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(freeze);
    }
    return value;
}
