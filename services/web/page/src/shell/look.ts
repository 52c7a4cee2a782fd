import type { ThemeConfig } from "antd";

/**
 * The colours of the page. Before and after, and the holders of a case, are told apart by colour-blind eyes too
 * (Okabe & Ito, 2008), and never by colour alone.
 */
export const COLOURS = {
  brand: "#00694e",
  before: "#8a5a00",
  after: "#0072b2",
  better: "#00694e",
  worse: "#b3261e",
  unclear: "#595959",
  line: "#d9d9d9",
} as const;

export const THEME: ThemeConfig = {
  token: {
    colorPrimary: COLOURS.brand,
    colorInfo: COLOURS.after,
    colorLink: "#005a9e",
    borderRadius: 6,
    fontFamily:
      "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
    motion: false,
  },
};
