/** A refusal on its way to the wire; each ERP dresses it in its own envelope. */
export class ODataProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
