# The console, and beside it the embedded authority and the fleet simulator, in one image.
# Files are named one by one, so that no .env.local and no data of the machine that builds get into it.
FROM node:24.21.0-bookworm AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json next.config.mjs postcss.config.mjs tailwind.config.ts proxy.ts instrumentation.ts ./
COPY app ./app
COPY components ./components
COPY lib ./lib
COPY public ./public
COPY scripts ./scripts
# Types of the tests are checked, and the benches are bundled; none of it is in the image below.
COPY testing ./testing
COPY e2e ./e2e
RUN npm run build && npm prune --omit=dev && rm -rf .next/cache

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 CONSOLE_HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY --from=build /app/package.json /app/next.config.mjs ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/dist ./dist
COPY --from=build /app/public ./public
# What the Connect page hands out.
COPY guards/python/*.py ./guards/python/
COPY guards/node/*.mjs ./guards/node/
COPY guards/shell/*.sh ./guards/shell/
COPY guards/starters ./guards/starters
COPY --from=build /app/scripts/server ./scripts/server
COPY --from=build /app/scripts/start.mjs ./scripts/
COPY --from=build /app/scripts/start/check-node.mjs /app/scripts/start/env-file.mjs /app/scripts/start/parse-env-file.mjs \
  ./scripts/start/
COPY --from=build /app/lib/domain/defaults.mjs /app/lib/domain/url-of.mjs ./lib/domain/
COPY --from=build /app/lib/domain/keys/key-text.mjs ./lib/domain/keys/
RUN mkdir -m 700 /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# The embedded authority instead: node dist/authority.mjs
CMD ["node", "scripts/start.mjs"]
