import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { GlobalFonts, createCanvas, loadImage } from "@napi-rs/canvas";

const [WIDTH, HEIGHT] = [1200, 630];
const [LEFT, MEASURE] = [64, 1072];
const SIZES = [100, 92, 84, 76, 68, 60, 52]; // of titles, of three lines at most
const LINES = 3;
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">
<rect width="1200" height="630" fill="#e9f1ec"/>
<svg viewBox="0 0 1200 675" x="496" y="234" width="704" height="396"><path fill="#b7dccb" d="M640 90H1110V557H640Z"/>
<path fill="none" stroke="#14211f" stroke-width="6" stroke-linecap="round" d="M80 560H1120M492 440L486 557M606 440L612 557"/>
<path fill="#00664f" d="M446 264L470 260L495 416H622V440H474Z"/><circle fill="#f2c14e" cx="900" cy="330" r="110"/></svg>
</svg>`;

/**
 * Return a function that draws the card of a title into a folder, unless it is there, and gives its name.
 *
 * The least work we know of in Node: one canvas for all cards, on which the drawing is laid as
 * pixels, and JPEG, which costs less than PNG.
 */
export async function cardsIn(folder, fonts) {
  GlobalFonts.registerFromPath(`${fonts}/newsreader.ttf`, "Newsreader");
  GlobalFonts.registerFromPath(`${fonts}/source-sans-3.ttf`, "Source Sans 3");
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(DRAWING)), 0, 0);
  const ground = await loadImage(await canvas.encode("png"));
  mkdirSync(folder, { recursive: true });
  return (title, kicker) => {
    const name = `${createHash("sha256").update(`${kicker}\n${title}`).digest("hex").slice(0, 32)}.jpg`;
    if (!existsSync(`${folder}/${name}`)) {
      context.drawImage(ground, 0, 0);
      write(context, title, kicker);
      writeFileSync(`${folder}/${name}`, canvas.encodeSync("jpeg", 85));
    }
    return name;
  };
}

function write(context, title, kicker) {
  text(context, "38px 'Source Sans 3'", "#00664f", kicker, LEFT, 88);
  const { size, lines } = fit(context, title);
  lines.forEach((line, number) =>
    text(context, `${size}px Newsreader`, "#14211f", line, LEFT, 100 + size * (0.85 + 1.06 * number)),
  );
  text(context, "46px Newsreader", "#14211f", "Interviewing 101", LEFT + 44, 570);
  context.fillStyle = "#f2c14e";
  context.beginPath();
  context.arc(LEFT + 14, 556, 14, 0, 2 * Math.PI);
  context.fill();
}

function text(context, font, color, words, left, base) {
  context.font = font;
  context.fillStyle = color;
  context.fillText(words, left, base);
}

/** Break a title into lines at the largest size at which they are few enough, else at the smallest. */
function fit(context, title) {
  let lines;
  for (const size of SIZES) {
    context.font = `${size}px Newsreader`;
    lines = broken(context, title);
    if (lines.length <= LINES || size === SIZES.at(-1)) return { size, lines };
  }
}

function broken(context, title) {
  const lines = [];
  for (const word of title.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && context.measureText(longer).width <= MEASURE) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
