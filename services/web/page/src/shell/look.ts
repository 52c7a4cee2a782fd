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

/** The other colours of that palette, for what is neither before nor after. */
export const OKABE_ITO = {
  orange: "#e69f00",
  sky: "#56b4e9",
  green: "#009e73",
  yellow: "#f0e442",
  blue: "#0072b2",
  vermilion: "#d55e00",
  purple: "#cc79a7",
  grey: "#8c8c8c",
} as const;

/**
 * Classes of heat, from little to much: paler is less in grey print too. `ink` can be read on `fill`; the number of the
 * class stands beside it wherever there is room.
 */
export const HEAT: readonly { readonly fill: string; readonly ink: string }[] = [
  { fill: "#ffffe5", ink: "#1f1f1f" },
  { fill: "#fee391", ink: "#1f1f1f" },
  { fill: "#fe9929", ink: "#1f1f1f" },
  { fill: "#cc4c02", ink: "#ffffff" },
  { fill: "#662506", ink: "#ffffff" },
];

export const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

export const THEME: ThemeConfig = {
  token: {
    colorPrimary: COLOURS.brand,
    colorInfo: COLOURS.after,
    colorError: COLOURS.worse,
    colorErrorHover: "#8c1d18",
    colorErrorBg: "#fff2f0",
    colorErrorBgHover: "#ffe8e6",
    colorLink: "#005a9e",
    // Ant Design's own greys are too light for small letters (WCAG 1.4.3).
    colorTextDescription: "#595959",
    colorTextTertiary: "#595959",
    colorTextPlaceholder: "#6b6b6b",
    borderRadius: 6,
    fontFamily: FONT,
    motion: false,
  },
};
