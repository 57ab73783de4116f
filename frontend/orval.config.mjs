import { defineConfig } from 'orval';

export default defineConfig({
  mesa: {
    input: '../backend/openapi.json',
    output: {
      target: 'src/app/api/mesa.ts',
      schemas: 'src/app/api/model',
      client: 'angular',
      mode: 'tags-split',
      clean: true,
      override: { angular: { retrievalClient: 'both' } },
    },
  },
});
