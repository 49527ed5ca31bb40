// The way to the finder: a worker, so that a page stays as quick as it is while something is looked up in it, and need
// not allow WebAssembly.

let finder;

/**
 * Return the best pages that have the words, in so many batches; how many there are; the words as they were mended, if
 * they were; and how many pages each tag would leave. With `tag`, only pages with it count. Rejects if something does not
 * arrive; asked again, it tries again.
 */
export function find(text, addresses, tag = "", batches = 1) {
  return ask({ text, tag, batches }, addresses);
}

/** Load the finder ahead of the first question. */
export function load(addresses) {
  return ask({}, addresses);
}

async function ask(question, { search, base }) {
  finder ??= start();
  const { port1: here, port2: there } = new MessageChannel();
  const reply = new Promise((resolve) => (here.onmessage = ({ data }) => resolve(data)));
  const index = new URL(search, document.baseURI).href;
  finder.worker.postMessage({ ...question, index, base: new URL(base, document.baseURI).pathname }, [there]);
  const { answer, error } = await Promise.race([reply, finder.failure]);
  here.close();
  if (error) throw new Error(error);
  return answer;
}

function start() {
  const worker = new Worker(new URL("finder.js", import.meta.url), { type: "module" });
  const failure = new Promise((resolve) => {
    worker.onerror = () => {
      finder = undefined; // the next question starts another
      resolve({ error: "The finder did not load." });
    };
  });
  return { worker, failure };
}
