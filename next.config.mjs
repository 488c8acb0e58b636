/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', '@node-rs/argon2', 'undici', 'pino', 'prom-client', 'kysely'],
  outputFileTracingIncludes: { '/**': ['./dist/**'] },
  devIndicators: false,
}
