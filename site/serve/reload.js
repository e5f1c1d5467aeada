// Live reload of a page in the preview: see the package comment. The policy
// allows no innerHTML; messages are text.
"use strict";
{
  const build = document.querySelector('meta[name="build"]').content;
  const page = document.getElementById("reload-list"); // where there is no site, the page is the list
  let stream, again, shown = "[]";

  const connect = () => {
    clearTimeout(again);
    stream?.close();
    stream = new EventSource("/-/events");
    stream.addEventListener("ready", event => {
      if (event.data !== build) reload();
      show("[]");
    });
    stream.addEventListener("reload", reload);
    stream.addEventListener("problems", event => show(event.data));
    stream.addEventListener("error", () => {
      // The browser itself tries again, unless it got a wrong answer: another
      // program may have had the port for a moment.
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(connect, 1000);
    });
  };

  // A page that reloads while nobody answers is lost: the browser's own takes
  // its place. This one stays, and hears of the build when the stream is back.
  const reload = () => fetch("/-/reload.js", { method: "HEAD" }).then(() => location.reload(), () => {});

  // A page out of sight lets go of its stream: a browser has six connections
  // to a server, and more tabs than that would wait for each other.
  const attend = () => {
    if (document.visibilityState === "visible") return connect();
    clearTimeout(again);
    stream?.close();
  };
  document.addEventListener("visibilitychange", attend);
  attend();

  // show puts a list of mistakes on the page. What was dismissed comes back
  // only when it has changed.
  function show(list) {
    if (list === shown) return;
    shown = list;
    const mistakes = JSON.parse(list);
    if (!page) document.getElementById("reload")?.remove();
    if (mistakes.length === 0) return;
    (page ?? overlay(mistakes.length)).replaceChildren(...mistakes.map(text => element("pre", text)));
  }

  // overlay adds the empty list, with its title and a way to dismiss it.
  function overlay(count) {
    const box = element("section");
    box.id = "reload";
    box.setAttribute("aria-label", "Mistakes in the sources");
    const title = element("p", (count === 1 ? "1 mistake" : count + " mistakes") + "; this page shows the last good site");
    const dismiss = element("button", "Dismiss");
    dismiss.type = "button";
    dismiss.addEventListener("click", () => box.remove());
    const messages = element("div");
    messages.setAttribute("role", "alert");
    box.append(title, dismiss, messages);
    document.body.append(box);
    return messages;
  }

  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }
}
