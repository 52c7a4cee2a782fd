import { Alert, Button, Form, Input, Typography } from "antd";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { useReading } from "../language/language";
import { SIGN_IN } from "../texts/sign_in";
import { pageSettings, type Provider } from "./page_settings";
import { placeAfter } from "./places";
import { signIn } from "./session";
import "./sign_in.css";

/** Say who one is: at the provider where there is one, else by a token. */
export default function SignInPage() {
  const { read } = useReading();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const { provider, development } = pageSettings();
  const [done, setDone] = useState(parameters.has("done"));
  // Only here are such links made: where people sign in otherwise, one could make them somebody whom they are not.
  const given = development ? parameters.get("token") : null;
  const wanted = parameters.get("to");
  const again = parameters.has("again");

  useEffect(() => {
    const session = given === null ? null : signIn(given);
    // Replaced, so that the token stays in no history.
    if (session !== null) void navigate(placeAfter(session, wanted), { replace: true });
  }, [given, wanted, navigate]);

  const enter = (token: string): boolean => {
    const session = signIn(token);
    if (session === null) return false;
    if (again) setDone(true);
    else void navigate(placeAfter(session, wanted));
    return true;
  };

  return (
    <div className="sign-in">
      <Typography.Title level={1}>{read(SIGN_IN.title)}</Typography.Title>
      {parameters.has("failed") && <Alert type="error" showIcon role="alert" title={read(SIGN_IN.failed)} />}
      {done ? (
        <Alert type="success" showIcon role="status" title={read(SIGN_IN.goOn)} />
      ) : provider === null ? (
        <ByToken enter={enter} how={development ? read(SIGN_IN.how) : read(SIGN_IN.fromIssuer)} />
      ) : (
        <AtProvider provider={provider} to={again ? "/sign-in?done=1" : (wanted ?? "/")} />
      )}
    </div>
  );
}

function ByToken({ enter, how }: { enter: (token: string) => boolean; how: string }) {
  const { read } = useReading();
  const [wrong, setWrong] = useState(false);
  const submit = ({ token }: { token: string }) => {
    setWrong(!enter(token.trim()));
  };
  return (
    <Form layout="vertical" onFinish={submit} requiredMark={false}>
      <Form.Item
        name="token"
        label={read(SIGN_IN.token)}
        extra={how}
        rules={[{ required: true, message: read(SIGN_IN.invalid) }]}
        {...(wrong ? { validateStatus: "error" as const, help: read(SIGN_IN.invalid) } : {})}
      >
        <Input.Password autoComplete="off" size="large" />
      </Form.Item>
      <Button type="primary" size="large" htmlType="submit">
        {read(SIGN_IN.title)}
      </Button>
    </Form>
  );
}

function AtProvider({ provider, to }: { provider: Provider; to: string }) {
  const { read } = useReading();
  const [state, setState] = useState<"asked" | "leaving" | "unreachable">("asked");
  const leaving = useRef(false);
  const leave = () => {
    if (leaving.current) return;
    leaving.current = true;
    setState("leaving");
    import("./provider")
      .then(({ leaveToSignIn }) => leaveToSignIn(provider, to))
      .catch(() => {
        leaving.current = false;
        setState("unreachable");
      });
  };
  return (
    <>
      <p>{read(SIGN_IN.atProvider, { where: new URL(provider.issuer).host })}</p>
      {state === "unreachable" && <Alert type="error" showIcon role="alert" title={read(SIGN_IN.unreachable)} />}
      <Button type="primary" size="large" loading={state === "leaving"} onClick={leave}>
        {read(SIGN_IN.title)}
      </Button>
    </>
  );
}
