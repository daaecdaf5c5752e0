/* The only place with timers, so that everything else can be given others. */
export const clock = {
    now: () => Date.now(),
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    later: (callback, delayMs) => setTimeout(callback, delayMs),
    cancel: (timer) => clearTimeout(timer)
};
