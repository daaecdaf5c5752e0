import access from '@salesforce/label/c.Problem_Access';
import accessNext from '@salesforce/label/c.Problem_Access_Next';
import unknown from '@salesforce/label/c.Error_Unknown';
import unknownNext from '@salesforce/label/c.Error_Unknown_Next';

const isProblem = (value) => typeof value?.title === 'string';

/** A problem of our own to throw; it is shown as it is. */
export const failure = (problem) => Object.assign(new Error(problem.title), problem);

function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

/** The platform's own sentence for a user without the permission set, in whatever language; ours says what to do. */
const isOutOfReach = (text) => /Crossledger\w+Controller/.test(text);

/** One problem of whatever was thrown: the package's Apex, any other Apex, the platform's data service, JavaScript, or the backend. */
export function problemOf(error) {
    if (isProblem(error)) {
        return error;
    }
    const body = Array.isArray(error?.body) ? error.body[0] : error?.body;
    const text = body?.message ?? error?.message;
    const said = parse(text);
    if (isProblem(said)) {
        return said;
    }
    if (isOutOfReach(text)) {
        return { code: 'setup.access', title: access, next: accessNext, fixer: 'admin', requestId: null };
    }
    return { code: 'internal.fault', title: text || unknown, next: unknownNext, fixer: null, requestId: null };
}
