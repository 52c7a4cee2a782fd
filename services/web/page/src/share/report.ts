/** The printable report of an experiment, in a window of its own. */
import type { Language } from "../language/language";
import { nonceOfPage } from "../shell/nonce";
import { fetchFile } from "./downloading";

/**
 * Show a report; the window has to be opened by the click itself, before the report is there.
 *
 * @param tab the window, empty yet
 */
export async function showReport(experiment: string, language: Language, tab: Window, print: boolean): Promise<void> {
  try {
    const path = `/experiments/${experiment}/report?language=${language}`;
    const { content } = await fetchFile(path, "report.html");
    const address = URL.createObjectURL(await withNonce(content));
    tab.location.href = address;
    if (print) await printed(tab, address);
  } catch (failure) {
    tab.close();
    throw failure;
  }
}

/**
 * A document made here is held to the policy of this page: its style needs the word that allows styles. As text, since
 * a style without it is refused as soon as it is parsed.
 */
async function withNonce(report: Blob): Promise<Blob> {
  const text = await report.text();
  const allowed = text.replaceAll(/<style(?=[\s>])/g, `<style nonce="${nonceOfPage()}"`);
  return new Blob([allowed], { type: "text/html;charset=utf-8" });
}

/** Milliseconds between looks at a window, and looks until it is given up. */
const LOOK = 100;
const LOOKS = 200;

/** Print a window once it shows what it was sent to. */
async function printed(tab: Window, address: string): Promise<void> {
  for (let look = 0; look < LOOKS && !tab.closed; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (tab.location.href === address && tab.document.readyState === "complete") {
      tab.print();
      return;
    }
  }
}
