/** Foreign words made harmless: names of files, classes and people's reasons are text, whatever they hold. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes in quotes. */
export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}

/** One line of Markdown in which nothing is markup and no cell ends. */
export function escapedMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

/** A string of YAML, quoted: JSON's form is one of YAML's. */
export function yamlString(text: string): string {
  return JSON.stringify(text);
}
