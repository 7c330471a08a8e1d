// The way to the server. Whatever happens there becomes one of a few outcomes; the caller keeps the text and goes on.
//   { kind: "told", answer }   saved          { kind: "refused", code, words }   never will be: closed, too long
//   { kind: "away" }           try again      { kind: "signed_out", words }      sign in, then try again
const PATIENCE_MS = 20_000;

export class Line {
  constructor(url, person, token) {
    Object.assign(this, { url, person, token });
  }

  // Post what is said; `last` is the page's farewell, which outlives it.
  async post(url, said, last = false) {
    const first = await this.#once(url, said, last);
    if (first.kind !== "stale" || last) return first.kind === "stale" ? { kind: "away" } : first;
    // The page's token has expired, as it does with every sign-in: fetch a fresh one, and say it once more.
    const state = await this.kept();
    if (state.kind !== "told") return state;
    const second = await this.#once(url, said, last);
    return second.kind === "stale" ? { kind: "away" } : second;
  }

  // What the server has now, with a fresh token.
  async kept() {
    const outcome = await this.#ask(this.url, { method: "GET" });
    if (outcome.kind === "told") this.token = outcome.answer.token;
    return outcome.kind === "stale" ? { kind: "away" } : outcome;
  }

  #once(url, said, last) {
    // As JSON, not percent by percent: Chinese text is a third as long so, and many short fields are read at once.
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    return this.#ask(url, { method: "POST", body: JSON.stringify(said), keepalive: last, headers });
  }

  async #ask(url, options) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    const headers = { Accept: "application/json", "X-Person": this.person, ...options.headers };
    try {
      const answer = await fetch(url, {
        ...options, headers, signal: stop.signal, redirect: "manual", credentials: "same-origin", cache: "no-store",
      });
      return await outcomeOf(answer);
    } catch {
      return { kind: "away" };
    } finally {
      clearTimeout(timer);
    }
  }
}

async function outcomeOf(answer) {
  if (answer.ok) return { kind: "told", answer: await answer.json() };
  const { code = "", words = "" } = await answer.json().catch(() => ({}));
  // A second factor is asked for by a redirect: for a script that is the same as signed out.
  if (answer.status === 401 || answer.type === "opaqueredirect") return { kind: "signed_out", words };
  if (answer.status === 403) return { kind: "stale" };
  if ([400, 404, 409, 413].includes(answer.status)) return { kind: "refused", status: answer.status, code, words };
  return { kind: "away" };
}
