export const noticesFile: string;
export function bundledPackages(): Promise<readonly string[]>;
export function noticesText(): Promise<string>;
