/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // A build is called after its sources; scripts/build/stale.mjs compares. Imported here, because only a build asks for it.
  generateBuildId: async () => (await import('./scripts/build/stale.mjs')).buildDigest(),
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', '@node-rs/argon2', 'undici', 'pino', 'prom-client', 'kysely'],
  outputFileTracingIncludes: { '/**': ['./dist/**'] },
  devIndicators: false,
  // The charts' library looks for a scale by its name, and so takes all of them and what they need into the page.
  turbopack: { resolveAlias: { 'victory-vendor/d3-scale': './components/charts/chart-scales.ts' } },
}
