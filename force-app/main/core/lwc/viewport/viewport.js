const NARROW = '(max-width: 480px)';

/** Tells at once and at each change whether the window is as narrow as a phone; returns how to stop. */
export function watchNarrow(tell) {
    const query = window.matchMedia?.(NARROW);
    if (!query) {
        tell(false);
        return () => {};
    }
    const listener = (event) => tell(event.matches);
    tell(query.matches);
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
}
