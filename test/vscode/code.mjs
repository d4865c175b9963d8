#!/usr/bin/env node
// Stands in for VS Code's own executable: @vscode/test-electron starts it with the same arguments and reads the same exit status.
import { register } from 'tsx/esm/api';

register();
await import('./code.ts');
