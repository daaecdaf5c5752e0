import { watchNarrow } from 'c/viewport';

describe('c/viewport', () => {
    afterEach(() => {
        delete window.matchMedia;
    });

    it('tells at once, at each change, and nothing after it was stopped', () => {
        const listeners = new Set();
        window.matchMedia = jest.fn(() => ({ matches: true, addEventListener: (_, listener) => listeners.add(listener), removeEventListener: (_, listener) => listeners.delete(listener) }));
        const tell = jest.fn();
        const stop = watchNarrow(tell);
        listeners.forEach((listener) => listener({ matches: false }));
        stop();
        expect(tell.mock.calls).toEqual([[true], [false]]);
        expect(listeners.size).toBe(0);
        expect(window.matchMedia).toHaveBeenCalledWith('(max-width: 480px)');
    });

    it('takes a window without media queries for a wide one', () => {
        const tell = jest.fn();
        watchNarrow(tell)();
        expect(tell).toHaveBeenCalledWith(false);
    });
});
