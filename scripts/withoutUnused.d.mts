import type { Plugin } from 'esbuild';

export function withoutUnused(): Plugin;
