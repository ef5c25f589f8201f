import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { adapterLaunch } from './tests/support/adapter.mjs';

const launch = adapterLaunch();
// tfjs ships a CommonJS bundle to Node beside its ES modules, and two copies of it share an engine but not their classes;
// gifenc's has no names to import.
const oneTfjs = { deps: { inline: [/@tensorflow\//, /gifenc/] } };
const esModules = [{ find: /^(@tensorflow\/tfjs-(?:core|backend-cpu))$/, replacement: '$1/dist/index.js' }];

export default defineConfig({
  test: {
    // One core less is vitest's own rule, which on two cores leaves one idle.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias: esModules },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          server: oneTfjs,
          testTimeout: 120_000,
        },
      },
      {
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-webgpu',
            '@tensorflow/tfjs-backend-cpu',
            'mediabunny',
          ],
        },
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
          // One page at a time: two would share one software adapter and only slow each other down.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: launch.executablePath, args: launch.args, env: launch.env },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
