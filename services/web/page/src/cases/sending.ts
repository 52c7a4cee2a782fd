/**
 * How parts of a page send something: as `useAct` does it.
 *
 * @param request what tells it from other requests
 * @param sent sends it under a key
 * @returns whether it was done
 */
export type Sending = (request: string, sent: (key: string) => Promise<unknown>) => Promise<boolean>;
