"""
Where things are: postcodes, authorities, areas, zones, neighbours and reach.

Every length is in metres and every coordinate an easting and a northing of the British National
Grid (EPSG:27700), in that order. Which local housing authority (LHA) a postcode is in comes from
the field that the Office for National Statistics (ONS) gives it, never from a polygon. An *area*
is a postcode sector (``PE13 1``) within one LHA: sectors cross borders, areas do not. A *profile*
is a set of LHAs looked at together. Sources and credits: ``sources.toml``.
"""
