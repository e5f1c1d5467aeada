import { Matcher, type Answer } from "../match/match";
import { hasJson } from "../match/read";
import type { Entry, SearchData } from "../match/records";
import type { Texts } from "../match/texts";
import type { Sliced } from "../match/words";

// What the box loads at its first focus, beside the data: it answers, and gets
// what an answer needs. A bare number needs the texts of what is shown, anything
// else those of all codes.

export { Matcher } from "../match/match";

const slice = 8; // milliseconds that an answer may keep the page busy
const side = 6; // files side by side

/** Whether somebody still wants to know. */
export type Wanted = () => boolean;

export class Engine extends Matcher {
  private readonly files = new Map<number, Promise<void>>();
  private readonly filled: Promise<void>;
  private indexed: Promise<unknown> | undefined;

  constructor(data: SearchData, private readonly get: (file: string) => Promise<Texts>) {
    super(data);
    this.filled = run(this.own());
    if (!data.size) this.filled.then(() => this.ready()).then(() => this.reader()).catch(() => {}); // asked for again when there is need
  }

  private ready(): Promise<unknown> {
    return (this.indexed ??= run(this.words()));
  }

  /** ask answers, with the texts of so many matches; tell hears how much of the data is there. */
  async ask(text: string, most: number, wanted: Wanted, tell: (done: number, all: number) => void): Promise<Answer | undefined> {
    if (hasJson(text)) await this.reader();
    await this.filled;
    if (this.isBare(text)) {
      const answer = await run(this.slices(text), wanted);
      if (!answer || !this.lacking.size) return answer;
      await this.texts(answer.matches.slice(0, most).map(({ entry }) => entry));
    } else {
      const files = [...this.lacking];
      for (let done = 0; done < files.length; done += side) {
        if (!wanted()) return undefined;
        tell(done, files.length);
        await Promise.all(files.slice(done, done + side).map((file) => this.load(file)));
      }
      await this.ready();
    }
    return run(this.slices(text), wanted);
  }

  /** texts gets those of some entries. */
  async texts(entries: Entry[]): Promise<void> {
    await this.filled;
    const files = new Set(entries.map((entry) => this.file(this.entries.indexOf(entry))));
    await Promise.all([...this.lacking].map((file) => files.has(file) && this.load(file)));
  }

  /** more is learn in slices. */
  more(translations: string[]): Promise<void> {
    return run(this.learn(translations));
  }

  private async reader(): Promise<void> {
    this.json ??= await import("../match/json");
  }

  private load(file: number): Promise<void> {
    let loading = this.files.get(file);
    if (!loading) {
      loading = this.get(`data/search/${file}.json`).then((texts) => run(this.fill(file, texts)));
      loading.catch(() => this.files.delete(file)); // try again at the next key
      this.files.set(file, loading);
    }
    return loading;
  }
}

/** run takes slices, so that what takes long doesn't freeze the page. */
function run<T>(slices: Sliced<T>): Promise<T>;
function run<T>(slices: Sliced<T>, wanted: Wanted): Promise<T | undefined>;
async function run<T>(slices: Sliced<T>, wanted?: Wanted): Promise<T | undefined> {
  for (let until = performance.now() + slice; ; ) {
    const step = slices.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (wanted && !wanted()) return undefined;
    until = performance.now() + slice;
  }
}
