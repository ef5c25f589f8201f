import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorkerPlugin } from './scripts/lib/serviceWorkerPlugin.mjs';

/** Cross-origin isolation gives the worker precise clocks and SharedArrayBuffer; the policy keeps every byte on this machine. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export default defineConfig({
  plugins: [react(), serviceWorkerPlugin()],
  worker: { format: 'es' },
  // Chunks come from this machine itself, where half a megabyte more is not worth a warning.
  build: { chunkSizeWarningLimit: 2000 },
  // Two pre-bundled copies of tfjs-core break its registries, so it is bundled once, together with its backend.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
  server: { headers: isolation },
  preview: { headers: { ...isolation, 'Content-Security-Policy': contentSecurityPolicy } },
});
