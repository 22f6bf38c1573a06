import { randomUUID } from 'node:crypto'
import vue from '@vitejs/plugin-vue'
import type { Plugin, UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** The same for the client's and the server's build of the portal: `src/build/build.mjs` sets it once. */
const buildId = process.env.SERVUS_BUILD_ID ?? randomUUID()

/** The empty page that the service worker answers navigations with: index.html without what the server fills in. */
function shellPage(): Plugin {
  return {
    name: 'servus-shell-page',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      const source = String(page.source).replace('<!--head-->', '<title>Servus</title>\n<link rel="manifest" href="/manifest.webmanifest">').replace('<!--app-->', '')
      this.emitFile({ type: 'asset', fileName: 'shell.html', source })
    },
  }
}

/** The service worker is written by hand (`src/worker`); the plugin adds the list of files to keep. */
const worker = () => VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/worker',
  filename: 'sw.ts',
  injectRegister: false,
  registerType: 'prompt',
  manifest: false,
  injectManifest: {
    globPatterns: ['shell.html', 'assets/**/*.{js,css}', 'icons/*.{svg,png}'],
    rollupFormat: 'iife',
  },
})

const common: UserConfig = {
  plugins: [vue()],
  define: { __BUILD_ID__: JSON.stringify(buildId), __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
}

const builds: Record<string, UserConfig> = {
  portal: {
    plugins: [vue(), shellPage(), ...worker()],
    build: {
      outDir: 'dist/portal', emptyOutDir: true, target: 'es2022', cssCodeSplit: false, modulePreload: { polyfill: false }, manifest: true,
      // What every page needs comes in few files: on a slow network each one costs a journey.
      rolldownOptions: { output: { codeSplitting: { groups: [
        { name: 'vue', test: /node_modules\/(vue|@vue|vue-router|pinia)\// },
        { name: 'shell', test: /src\/(ui|words\/[^/]+\.ts|portal\/(shell|business\/use-))/, minShareCount: 2 },
      ] } } },
    },
  },
  ssr: {
    publicDir: false,
    build: { outDir: 'dist/ssr', emptyOutDir: true, target: 'node20', ssr: 'src/portal/entry-server.ts', cssCodeSplit: false },
    ssr: { noExternal: true },
  },
  desk: {
    root: 'src/desk',
    base: '/desk/',
    publicDir: false,
    build: { outDir: '../../dist/desk', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  },
}

/** Seeded and honest: a test that warns of something unexpected is looked at, none is tried again. */
const tests: ViteUserConfig['test'] = {
  include: ['test/**/*.test.ts'],
  exclude: ['test/e2e/**'],
  globalSetup: ['test/server/postgres.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
}

/** Real browsers against the built product, one file after the other. */
const browserTests: ViteUserConfig['test'] = {
  include: ['test/e2e/**/*.test.ts'],
  testTimeout: 240_000,
  hookTimeout: 120_000,
  fileParallelism: false,
}

const testsByMode: Record<string, ViteUserConfig['test']> = {
  e2e: browserTests,
  // npm run pictures: takes the README's screenshots anew.
  pictures: { ...browserTests, include: ['test/e2e/pictures.ts'] },
}

export default defineConfig(({ mode }) => ({ ...common, ...builds[mode], test: testsByMode[mode] ?? tests }))
