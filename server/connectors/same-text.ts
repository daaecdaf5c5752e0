/** ERPs compare their keys without case and without blanks around them. */
export const sameText = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();
