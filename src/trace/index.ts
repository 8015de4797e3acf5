export { trace } from './trace.ts';
export * from './trace-link.ts';
