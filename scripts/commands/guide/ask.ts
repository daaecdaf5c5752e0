import { createInterface } from 'node:readline';
import { SfError } from '@salesforce/core';

export interface Question {
  text: string;
  /** Taken when nothing is written; without one an answer is needed. */
  proposal?: string | undefined;
  /** Says in a sentence what is wrong with an answer, so that it is asked again; null when it is good. */
  check?: (answer: string) => string | null;
}

export interface Asker {
  ask(question: Question): Promise<string>;
  close(): void;
}

/** Asks on the terminal, or reads one answer a line from a file or program. Throws a sentence when the answers end. */
export function askOn(input: NodeJS.ReadableStream, say: (text: string) => void): Asker {
  const lines = createInterface({ input, crlfDelay: Infinity });
  const answers = lines[Symbol.asyncIterator]();
  return {
    async ask({ text, proposal, check }) {
      for (;;) {
        say(proposal === undefined ? `${text}: ` : `${text} [${proposal}]: `);
        const { value, done } = await answers.next();
        if (done === true) throw new SfError(`No answer to "${text}".`, 'NoAnswer', ['Run the command again where somebody can answer: it goes on from here.'], 2);
        const answer = value.trim() || (proposal ?? '');
        const problem = answer === '' ? 'An answer is needed.' : (check?.(answer) ?? null);
        if (problem === null) return answer;
        say(`${problem}\n`);
      }
    },
    close: () => lines.close(),
  };
}
