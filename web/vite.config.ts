import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome120', 'firefox128', 'safari17'],
    assetsInlineLimit: 0,
    // the HPKE library asks for Node's crypto only where the global one is missing
    rolldownOptions: { external: ['crypto'] },
  },
})
