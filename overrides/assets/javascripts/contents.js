// Marks, among the contents, the section that is being read; for browsers whose styles cannot.

/** Follow the reader through the page. */
export function follow(contents) {
  const links = [...contents.querySelectorAll("a")];
  const headings = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const update = () => {
    const passed = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link) => link.removeAttribute("aria-current"));
    links[passed]?.setAttribute("aria-current", "true");
  };
  const observer = new IntersectionObserver(update, { rootMargin: "0px 0px -66%" });
  headings.forEach((heading) => observer.observe(heading));
}
