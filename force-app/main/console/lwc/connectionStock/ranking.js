let count = 0;

/** A rule as the form shows it: warehouses in one text, best first. */
export const toEntry = ({ country = '', postalPrefix = '', warehouses = [] } = {}) => ({ key: `rule-${++count}`, country, postalPrefix, warehouses: warehouses.join(', ') });

/** The warehouses that a text names, each once. */
export const namesIn = (text) => [...new Set(text.split(/[,;\n]/).map((name) => name.trim()).filter(Boolean))];

const given = (name, text) => (text.trim() ? { [name]: text.trim() } : {});

export const toRule = ({ country, postalPrefix, warehouses }) => ({ ...given('country', country), ...given('postalPrefix', postalPrefix), warehouses: namesIn(warehouses) });

/** The entries with one of them a place further up or down. */
export function moved(entries, key, by) {
    const from = entries.findIndex((entry) => entry.key === key);
    const rest = entries.filter((entry) => entry.key !== key);
    return rest.toSpliced(from + by, 0, entries[from]);
}
