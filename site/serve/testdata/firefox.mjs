// Opens the offline bundle in Firefox, page by page, and uses it. Standard
// input says where everything is, standard output what was found; the Go test
// beside judges it.
import { text } from "node:stream/consumers";
import puppeteer from "../../../.ci/node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js";

const { firefox, control, pages, single, root, raw } = JSON.parse(await text(process.stdin));
const result = { version: "", problems: [], links: {}, requests: [], steps: 0 };

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  // Automation switches this off, and then a page from a disk may read every file.
  extraPrefsFirefox: { "security.fileuri.strict_origin_policy": true },
});
try {
  result.version = await browser.version();
  const page = await browser.newPage();
  let at = "";
  let listening = false;
  const problem = (what) => listening && result.problems.push(`${at}: ${what}`);
  page.on("console", (message) => ["error", "warn", "warning", "assert"].includes(message.type()) && problem(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problem(`error: ${error.message}`));
  page.on("requestfailed", (request) => problem(`request failed: ${request.url()}`));
  // Of files it hears nothing: the pages tell of those that they don't get. The font is Firefox's own.
  page.on("request", (request) => listening && !request.url().startsWith("data:font/woff2") && result.requests.push(request.url()));
  await page.evaluateOnNewDocument(() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`));
    document.addEventListener("error", (event) => window.refused.push(`not loaded: ${event.target.src ?? event.target.href}`), true);
  });
  const open = async (address) => {
    at = address;
    await page.goto(address);
  };
  const settled = async () => {
    (await page.evaluate(() => window.refused)).forEach(problem);
  };
  const until = async (what, func, ...args) => {
    result.steps++;
    try {
      await page.waitForFunction(func, { timeout: 20000 }, ...args);
    } catch {
      problem(`never: ${what}`);
    }
  };

  await open(control);
  await page.waitForFunction(() => document.title !== "waiting");
  if ((await page.title()) !== "refused") throw new Error("this Firefox lets a page read the files beside it, so it proves nothing");
  if (!(await page.evaluate(() => window.refused)).join().includes("not loaded")) throw new Error("a file that is missing went unnoticed");

  listening = true;
  for (const address of pages) {
    await open(address);
    result.links[address] = await page.evaluate(() => [...document.querySelectorAll("a[href], link[href], script[src]")].map((e) => e.href || e.src));
    await settled();
  }

  const paste = (value) =>
    page.evaluate((value) => {
      const data = new DataTransfer();
      data.setData("text/plain", value);
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "clipboardData", { value: data });
      document.activeElement.dispatchEvent(event);
    }, value);
  const first = (code) => document.querySelector("#found-0 b")?.textContent === code;
  const theme = (value) =>
    page.evaluate((value) => {
      const select = document.querySelector("theme-switch select");
      select.value = value;
      select.dispatchEvent(new Event("change"));
    }, value);

  await open(root + "index.html");
  await page.keyboard.press("/");
  await page.keyboard.type("regist age");
  await until("27 is found", first, "27");
  await until("the tiles that don't match are dim", () => document.querySelectorAll(".tile.dim").length === 34);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await until("Enter opens the page", (want) => location.href === want, root + "codes/27/index.html");
  await page.keyboard.press("/");
  await paste(raw);
  await until("the decoder reads a response", () => document.querySelector(".card a")?.textContent === "Open code 27");
  await open(root + "http/index.html?class=5xx");
  await until("filters", () => document.querySelectorAll(".matrix .chip:not([hidden])").length === 5);
  await open(root + "http/index.html?text=locked");
  await until("the filter by text", () => !document.querySelector(".waiting") && document.querySelector('.matrix .chip[data-slug="12"]:not([hidden])') && document.querySelectorAll(".matrix .chip:not([hidden])").length < 11);
  await open(root + "codes/10/index.html");
  await page.click('a[href="#sample-python"]');
  await until("tabs", () => document.querySelector("#sample-python").checkVisibility());
  await page.click(".wire + button");
  await until("a copy", () => document.querySelector("#status").textContent === "Copied");
  await theme("dark");
  await until("the theme", () => getComputedStyle(document.documentElement).colorScheme === "dark");
  await settled();

  await open(single);
  await page.keyboard.press("/");
  await paste(raw);
  await until("the single file's decoder", () => document.querySelector(".card a")?.textContent === "Open code 27");
  await page.click(".card a");
  await until("its links", () => location.hash.startsWith("#code-27") && document.querySelector(".results").hidden);
  await page.click("#code-10 .wire + button");
  await until("its copies", () => document.querySelector("#status").textContent === "Copied");
  await theme("dark");
  await until("its theme", () => getComputedStyle(document.documentElement).colorScheme === "dark");
  await settled();
} catch (error) {
  result.problems.push(`${error}`);
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(result));
