import { Button, Form, Input, Typography } from "antd";
import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { useReading } from "../language/language";
import { SIGN_IN } from "../texts/sign_in";
import { signIn, type Session } from "./session";

/** Where somebody with a role begins. */
function startOf(session: Session): string {
  if (session.roles.includes("designer")) return "/";
  return session.roles.includes("officer") || session.roles.includes("supervisor") ? "/inbox" : "/cases";
}

export default function SignInPage() {
  const { read } = useReading();
  const [wrong, setWrong] = useState(false);
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const given = parameters.get("token");

  useEffect(() => {
    const session = given === null ? null : signIn(given);
    // Replaced, so that the token stays in no history.
    if (session !== null) void navigate(startOf(session), { replace: true });
  }, [given, navigate]);

  const enter = ({ token }: { token: string }) => {
    const session = signIn(token.trim());
    setWrong(session === null);
    if (session !== null) void navigate(startOf(session));
  };
  return (
    <Form layout="vertical" onFinish={enter} style={{ maxWidth: 560 }}>
      <Typography.Title level={1}>{read(SIGN_IN.title)}</Typography.Title>
      <Form.Item
        name="token"
        label={read(SIGN_IN.token)}
        extra={read(SIGN_IN.how)}
        rules={[{ required: true, message: read(SIGN_IN.invalid) }]}
        {...(wrong ? { validateStatus: "error" as const, help: read(SIGN_IN.invalid) } : {})}
      >
        <Input.Password autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        {read(SIGN_IN.title)}
      </Button>
    </Form>
  );
}
