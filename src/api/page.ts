/** A plain page that needs nothing from anywhere. `title` and `body` are ours, not anybody's input. */
export const page = (title: string, body: string) => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · fluewatch</title>
<style>body { max-width: 40em; margin: 3em auto; padding: 0 1em; font: 16px/1.6 system-ui, sans-serif }</style>
<h1>${title}</h1>
${body}
`;
