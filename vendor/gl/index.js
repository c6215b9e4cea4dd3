throw Object.assign(new Error('gl is not installed: vendor/gl stands in for it'), {
  code: 'MODULE_NOT_FOUND',
});
