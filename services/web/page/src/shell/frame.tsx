import { Button, Layout, Segmented, Spin } from "antd";
import { Suspense } from "react";
import { Navigate, NavLink, Outlet, useLocation } from "react-router";

import { LANGUAGES, useReading } from "../language/language";
import { leave } from "../sign-in/leaving";
import { SessionOver } from "../sign-in/session_over";
import { useSession } from "../sign-in/use_session";
import { SHELL } from "../texts/shell";
import { Boundary } from "./boundary";
import "./frame.css";

const PLACES = [
  { path: "/", text: SHELL.design, roles: ["designer"] },
  { path: "/results", text: SHELL.results, roles: ["designer", "supervisor", "operator"] },
  { path: "/inbox", text: SHELL.inbox, roles: ["officer", "supervisor"] },
  { path: "/cases", text: SHELL.follow, roles: ["applicant", "agent"] },
] as const;

/** A lane that was just saved as a draft has another address, and whoever edits it goes on where they were. */
const EDITED = /^\/design\/[^/]+$/;

/** What is around every page: where one can go, the language, and who one is. */
export function Frame() {
  const { read, language, choose } = useReading();
  const session = useSession();
  const { pathname, search } = useLocation();
  const shown = PLACES.filter(({ roles }) => roles.some((role) => session?.roles.includes(role)));
  return (
    <Layout className="frame">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {read(SHELL.skip)}
      </a>
      <header className="frame-head">
        <span className="frame-name">{read(SHELL.name)}</span>
        <nav aria-label={read(SHELL.name)}>
          {shown.map(({ path, text }) => (
            <NavLink key={path} to={path} end={path === "/"}>
              {read(text)}
            </NavLink>
          ))}
        </nav>
        <Segmented
          aria-label={read(SHELL.language)}
          value={language}
          onChange={choose}
          options={LANGUAGES.map(({ id, name }) => ({ value: id, label: name }))}
        />
        {session === null ? (
          <NavLink to="/sign-in">{read(SHELL.signIn)}</NavLink>
        ) : (
          <span className="frame-who">
            {session.subject} <Button onClick={() => void leave()}>{read(SHELL.signOut)}</Button>
          </span>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        <Boundary key={EDITED.test(pathname) ? "design" : pathname} at={pathname}>
          <Suspense fallback={<Spin aria-label={read(SHELL.loading)} />}>
            {session === null && pathname !== "/sign-in" ? (
              <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} replace />
            ) : (
              <Outlet />
            )}
          </Suspense>
        </Boundary>
      </main>
      <SessionOver />
    </Layout>
  );
}
