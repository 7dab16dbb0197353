import { MultiBar, type SingleBar } from 'cli-progress';

/** Shows how far something has come, while it runs. */
export interface Progress {
  /** @param value - of the whole. */
  update(value: number, note: string): void;
  /** Prints a line above the bar. */
  log(line: string): void;
  stop(): void;
}

/** A bar on the terminal; on anything else, and where nothing is to be shown, only the lines. */
export function makeProgress(whole: number, isShown: boolean): Progress {
  if (isShown && process.stderr.isTTY) return new BarProgress(whole);
  return {
    update: () => undefined,
    log: (line) => void process.stderr.write(`${line}\n`),
    stop: () => undefined,
  };
}

class BarProgress implements Progress {
  readonly #bars: MultiBar;
  readonly #bar: SingleBar;

  constructor(whole: number) {
    const format = '{bar} {percentage}%  {note}  {duration_formatted}';
    this.#bars = new MultiBar({ format, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30 });
    this.#bar = this.#bars.create(Math.max(whole, 1), 0, { note: '' });
  }

  update(value: number, note: string): void {
    this.#bar.update(value, { note });
  }

  log(line: string): void {
    this.#bars.log(`${line}\n`);
  }

  stop(): void {
    this.#bars.stop();
  }
}
