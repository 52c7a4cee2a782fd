import type { Problem } from "./schema";

/** The server did not do what it was asked. */
export class Refusal extends Error {
  /**
   * @param status of HTTP; 0 if nobody answered
   * @param problem what the server says of it (RFC 9457), if it said anything
   */
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? String(status));
    this.name = "Refusal";
  }
}
