import { Button, Modal } from "antd";

import { useReading } from "../language/language";
import { SIGN_IN } from "../texts/sign_in";
import { leave } from "./leaving";
import { useSignedIn } from "./use_session";

/** Asks whose time is over to sign in again, without taking away what they have typed. */
export function SessionOver() {
  const { read } = useReading();
  const { over } = useSignedIn();
  return (
    <Modal
      open={over}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={read(SIGN_IN.over)}
      footer={
        // What most people want comes first: it is what Enter presses.
        <>
          <Button type="primary" href="#/sign-in?again=1" target="_blank" rel="noopener">
            {read(SIGN_IN.again)}
          </Button>
          <Button onClick={() => void leave()}>{read(SIGN_IN.leave)}</Button>
        </>
      }
    >
      {read(SIGN_IN.overHow)}
    </Modal>
  );
}
