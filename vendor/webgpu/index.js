throw Object.assign(new Error('webgpu is not installed: vendor/webgpu stands in for it'), {
  code: 'MODULE_NOT_FOUND',
});
