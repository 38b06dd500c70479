using System;

// A compliant assembly that has a network exposes the interfaces of this one.
[assembly: CLSCompliant(true)]
