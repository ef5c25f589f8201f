/**
 * The one import of tfjs. Two copies of tfjs-core in one page break every flag and registry,
 * so nothing else in Gyrus names a tfjs package (the CPU backend is the tests' own).
 */
// First the core itself: registering gradients reads a flag that only the whole package defines.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

export * from '@tensorflow/tfjs-core';
