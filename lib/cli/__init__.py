"""The commands of the contract, thin: options in, one call, a table or JSON out."""
