/** How long after the first signal another one counts as the same: npm hands on the Ctrl-C that the terminal has sent already. */
const SAME_SIGNAL_MS = 300;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Settles when somebody wants this process to end: by a signal, or because the process that started it is gone.
 *
 * @param onImpatience called when they ask a second time.
 */
export function stopRequested(onImpatience: () => void): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | null = null;
    const request = (): void => {
      const now = performance.now();
      if (firstAt !== null && now - firstAt > SAME_SIGNAL_MS) onImpatience();
      firstAt ??= now;
      resolve();
    };
    for (const signal of STOP_SIGNALS) process.on(signal, request);
    if (process.connected) process.once('disconnect', request);
  });
}
