/**
 * Collects what the panels of one record ask for within one tick, and asks once. `read` takes { recordId, parts, options } and
 * resolves to the JSON text of the reply.
 */
export function createPage(read, clock) {
    const batches = new Map();

    return function ask(recordId, part, options) {
        return new Promise((resolve, reject) => {
            const key = keyOf(batches, recordId, part, options);
            if (!batches.has(key)) {
                batches.set(key, { recordId, options: {}, wishes: [] });
                clock.later(() => {
                    const batch = batches.get(key);
                    batches.delete(key);
                    send(read, batch);
                }, 0);
            }
            const batch = batches.get(key);
            Object.assign(batch.options, options);
            batch.wishes.push({ part, options, resolve, reject });
        });
    };
}

/** The same part with other options (two invoice panels, two pages) does not fit into the same call. */
function keyOf(batches, recordId, part, options) {
    let key = recordId;
    const wanted = JSON.stringify(options);
    while (batches.get(key)?.wishes.some((wish) => wish.part === part && JSON.stringify(wish.options) !== wanted)) {
        key += '+';
    }
    return key;
}

async function send(read, { recordId, options, wishes }) {
    try {
        const parts = [...new Set(wishes.map((wish) => wish.part))];
        const reply = JSON.parse(await read({ recordId, parts, options }));
        wishes.forEach(({ part, resolve, reject }) => (reply.parts[part] ? resolve({ ...reply.parts[part], connection: reply.connection }) : reject(new Error(''))));
    } catch (error) {
        wishes.forEach(({ reject }) => reject(error));
    }
}
