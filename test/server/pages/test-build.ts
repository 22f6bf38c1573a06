import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

export const entryScript = 'console.log("the portal")\n'.repeat(50)

/** A build of a very small portal: pages that show what they were given. */
const entryServer = `
const escape = text => text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
export async function render({ url, language, data }) {
  if (url.includes('break-now')) throw new Error('a component failed')
  const [, , section, slug] = url.split(/[/?]/)
  const service = section === 'services' && slug ? data.service : undefined
  const article = section === 'help' && slug ? data.article : undefined
  const isFound = ['', undefined, 'services', 'help', 'about'].includes(section) && (!slug || service || article) && /^\\/(ru|sv|en)\\//.test(url)
  const name = data.business.name[language]
  return {
    html: '<h1 lang="' + language + '">' + escape(service?.title[language] ?? article?.title ?? name) + '</h1>',
    status: isFound ? 200 : 404, title: name + ' & "more"', description: data.business.tagline[language] ?? '',
    canonicalPath: url.split('?')[0], json: JSON.stringify(data), preload: ['src/page.vue', 'src/part.vue'],
  }
}
`

const files: Record<string, string | Uint8Array> = {
  'build-id': 'build-1\n',
  'ssr/package.json': '{"type":"module"}',
  'ssr/entry-server.js': entryServer,
  'portal/index.html': `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<!--head-->
<script type="module" crossorigin src="/assets/main-abc.js"></script>
<link rel="stylesheet" crossorigin href="/assets/style-abc.css">
</head>
<body>
<div id="app"><!--app--></div>
</body>
</html>
`,
  'portal/shell.html': '<!doctype html><html lang="en"><head><title>Servus</title></head><body><div id="app"></div></body></html>',
  'portal/sw.js': 'self.skipWaiting()',
  'portal/assets/main-abc.js': entryScript,
  'portal/assets/main-abc.js.br': brotliCompressSync(entryScript),
  'portal/assets/style-abc.css': 'h1 { color: green }',
  'portal/icons/icon-192.png': new Uint8Array([137, 80, 78, 71]),
  'portal/.vite/manifest.json': JSON.stringify({
    'index.html': { file: 'assets/main-abc.js', imports: ['_vue-abc.js'] },
    '_vue-abc.js': { file: 'assets/vue-abc.js' },
    'src/page.vue': { file: 'assets/page-abc.js', imports: ['_vue-abc.js', '_part-abc.js'] },
    '_part-abc.js': { file: 'assets/part-abc.js', imports: ['_vue-abc.js'] },
  }),
  'desk/index.html': '<!doctype html><html lang="en"><head><title>Desk</title></head><body></body></html>',
  'desk/assets/desk-abc.js': 'console.log("the desk")',
}

/** Writes the build into a folder of its own. */
export function makeTestBuild(): { folder: string, drop: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'servus-build-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true }) }
}
