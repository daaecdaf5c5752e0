import { RecordPoll } from 'c/recordPoll';

/** Time and page that the test owns. */
function bench() {
    const state = { nowMs: 0, timers: new Map(), next: 1, isFinal: false, listeners: new Set() };
    const page = {
        hidden: false,
        addEventListener: (_, listener) => state.listeners.add(listener),
        removeEventListener: (_, listener) => state.listeners.delete(listener)
    };
    const time = {
        now: () => state.nowMs,
        later: (callback, delayMs) => state.timers.set(state.next, { callback, atMs: state.nowMs + delayMs }) && state.next++,
        cancel: (timer) => state.timers.delete(timer)
    };
    const looks = [];
    const look = jest.fn(async () => looks.push(state.nowMs));
    const poll = new RecordPoll({ look, isFinal: () => state.isFinal, time, page });
    const passUntil = async (endMs) => {
        const due = [...state.timers].filter(([, { atMs }]) => atMs <= endMs).sort(([, a], [, b]) => a.atMs - b.atMs)[0];
        state.nowMs = due ? due[1].atMs : endMs;
        if (due) {
            state.timers.delete(due[0]);
            await due[1].callback();
            await passUntil(endMs);
        }
    };
    const pass = (ms) => passUntil(state.nowMs + ms);
    const setHidden = (hidden) => {
        page.hidden = hidden;
        state.listeners.forEach((listener) => listener());
    };
    return { poll, looks, look, pass, state, setHidden };
}

describe('c/recordPoll', () => {
    it('looks every 3 s for a minute, then every 15 s', async () => {
        const { poll, looks, pass } = bench();
        poll.start();
        await pass(60000);
        expect(looks.slice(0, 3)).toEqual([3000, 6000, 9000]);
        expect(looks.length).toBe(20);
        await pass(60000);
        expect(looks.slice(20)).toEqual([75000, 90000, 105000, 120000]);
    });

    it('rests while the page is hidden, and looks at once when it is seen again', async () => {
        const { poll, looks, pass, setHidden } = bench();
        poll.start();
        setHidden(true);
        await pass(100000);
        expect(looks).toEqual([]);
        setHidden(false);
        await pass(0);
        expect(looks).toEqual([100000]);
        await pass(15000);
        expect(looks).toEqual([100000, 115000]);
    });

    it('stops when the state is final, and begins again when something happened', async () => {
        const { poll, looks, pass, state } = bench();
        poll.start();
        await pass(3000);
        state.isFinal = true;
        await pass(60000);
        expect(looks).toEqual([3000]);
        state.isFinal = false;
        poll.start();
        await pass(3000);
        expect(looks.at(-1)).toBe(66000);
    });

    it('looks again after a look that failed', async () => {
        const { poll, look, pass } = bench();
        look.mockRejectedValueOnce(new Error('offline'));
        poll.start();
        await pass(6000);
        expect(look).toHaveBeenCalledTimes(2);
    });

    it('leaves nothing behind when it is stopped', async () => {
        const { poll, looks, pass, state, setHidden } = bench();
        poll.start();
        poll.start();
        expect(state.listeners.size).toBe(1);
        poll.stop();
        setHidden(false);
        await pass(60000);
        expect([looks.length, state.timers.size, state.listeners.size]).toEqual([0, 0, 0]);
    });
});
