import { ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import { lazy, useMemo } from "react";
import { createHashRouter, RouterProvider } from "react-router";

import { useReading } from "./language/language";
import { Frame } from "./shell/frame";
import { THEME } from "./shell/look";
import { NotFound } from "./shell/not_found";
import { nonceOfPage } from "./shell/nonce";

// Every page is a piece of its own, loaded when it is first shown.
const router = createHashRouter([
  {
    element: <Frame />,
    children: [
      { index: true, Component: lazy(() => import("./choose/choose_page")) },
      { path: "design/:design", Component: lazy(() => import("./edit/edit_page")) },
      { path: "design/:design/versions", Component: lazy(() => import("./edit/versions_page")) },
      { path: "sign-in", Component: lazy(() => import("./sign-in/sign_in_page")) },
      { path: "levers", Component: lazy(() => import("./levers/levers_page")) },
      { path: "run", Component: lazy(() => import("./run/run_page")) },
      { path: "results", Component: lazy(() => import("./share/experiments_page")) },
      { path: "inbox", Component: lazy(() => import("./inbox/inbox_page")) },
      { path: "inbox/:case/:step/:occurrence", Component: lazy(() => import("./inbox/item_page")) },
      { path: "cases", Component: lazy(() => import("./follow/cases_page")) },
      { path: "new-case", Component: lazy(() => import("./follow/new_case_page")) },
      { path: "mandates", Component: lazy(() => import("./follow/mandates_page")) },
      { path: "cases/:case", Component: lazy(() => import("./follow/case_page")) },
      { path: "results/:experiment", Component: lazy(() => import("./results/results_page")) },
      { path: "*", Component: NotFound },
    ],
  },
]);

export function Application() {
  const { language } = useReading();
  const csp = useMemo(() => ({ nonce: nonceOfPage() }), []);
  return (
    <ConfigProvider locale={language === "zh-CN" ? zh : en} theme={THEME} csp={csp} button={{ autoInsertSpace: false }}>
      <RouterProvider router={router} />
    </ConfigProvider>
  );
}
